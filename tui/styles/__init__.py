"""How the desk looks: palettes, themes and glyphs; the style sheets lie beside this file."""
