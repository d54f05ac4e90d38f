"""Printed sheets and cards: laid out once in mm, drawn as PDF and as editable slides of true size."""
