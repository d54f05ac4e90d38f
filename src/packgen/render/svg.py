"""A drawing (SVG) as a picture: drawn by Typst, with no font and no file within its reach."""

import json

import typst

_POINTS = 500
_POINTS_PER_INCH = 72
_TEMPLATE = b"""\
#let drawing = bytes(json(bytes(sys.inputs.drawing)))
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#context {
  let own = measure(image(drawing, format: "svg"))
  let by = %d * 1pt / calc.max(own.width, own.height)
  image(drawing, format: "svg", width: own.width * by, height: own.height * by)
}
"""


def png_of(svg: bytes, longest: int) -> bytes | None:
    """Return a drawing as a PNG with its longest side of so many pixels, clear where nothing is drawn.

    None where it is no drawing that can be made. The same drawing gives the same bytes.
    """
    nothing = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    try:
        made = typst.Compiler(b"", font_paths=nothing, ignore_system_fonts=True).compile(
            input=_TEMPLATE % _POINTS,
            format="png",
            ppi=longest / _POINTS * _POINTS_PER_INCH,
            sys_inputs={"drawing": json.dumps(list(svg))},
        )
    except typst.TypstError:
        return None
    return made if isinstance(made, bytes) else None
