// Fills a template for each line of values that comes in (JSON), and answers with the seconds it took.
// A document is rendered once by an instance that owns its zip: docxtemplater refuses to render twice, so its template
// is opened for each document. What it takes to open is told apart from filling and saving.
"use strict";
const fs = require("node:fs");
const readline = require("node:readline");
const Docxtemplater = require("docxtemplater");
const PizZip = require("pizzip");

const [template, out] = process.argv.slice(2);
const content = fs.readFileSync(template);

// Seconds passed, or of the processor where that is less: others on the machine may have held us up, while Node's own
// threads beside this one count for the processor.
function worked(work) {
  const used = process.cpuUsage();
  const passed = seconds(work);
  const { user, system } = process.cpuUsage(used);
  return Math.min(passed, (user + system) / 1e6);
}

function seconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function write(data) {
  const file = fs.openSync(`${out}.part`, "w", 0o644);
  fs.writeSync(file, data);
  fs.fsyncSync(file);
  fs.closeSync(file);
  fs.renameSync(`${out}.part`, out);
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const values = JSON.parse(line);
  let document, data;
  const opened = worked(() => { document = new Docxtemplater(new PizZip(content)); });
  const filled = worked(() => { data = document.render(values).toBuffer(); });
  const written = seconds(() => write(data));
  process.stdout.write(`${JSON.stringify({ opened, filled, written })}\n`);
});
