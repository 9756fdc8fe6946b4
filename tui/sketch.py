"""What the empty desk is drawn with before anything is read: colours and sizes as they were in the last sitting.

Imports nothing but the standard library, and little of that.
"""

import os


class Sketch:
    """Sizes in percent, and colours as a terminal takes them: ``red;green;blue``, or nothing for its own.

    ``lanes`` are the colours of the three lanes. As it comes it is the dark theme with the usual sizes.
    """

    def __init__(
        self,
        wire: int = 60,
        upper: int = 60,
        ground: str = "17;21;27",
        band: str = "28;35;45",
        quiet: str = "165;175;189",
        accent: str = "233;174;95",
        lanes: tuple[str, ...] = ("240;197;101", "147;211;154", "255;156;146"),
    ) -> None:
        self.wire, self.upper = wire, upper
        self.ground, self.band, self.quiet, self.accent, self.lanes = ground, band, quiet, accent, lanes

    def words(self) -> str:
        """All of it on one line."""
        colours = (self.ground, self.band, self.quiet, self.accent, *self.lanes)
        return " ".join([str(self.wire), str(self.upper), *(colour or "-" for colour in colours)])


def sketch_of(words: str) -> Sketch | None:
    """Read a line of words again; nothing of it where one of them is not as it should be."""
    wire, upper, *colours = [*words.split(), "", ""]
    colours = ["" if colour == "-" else colour for colour in colours[:-2]]
    if len(colours) != 7 or not all(map(_is_share, (wire, upper))) or not all(map(_is_colour, colours)):
        return None
    ground, band, quiet, accent, *lanes = colours
    return Sketch(int(wire), int(upper), ground, band, quiet, accent, tuple(lanes))


def last_sketch(path: str) -> Sketch:
    """The sketch that a file keeps; the usual one where there is none that can be read."""
    try:
        with open(path, encoding="ascii") as file:
            return sketch_of(file.read()) or Sketch()
    except (OSError, UnicodeDecodeError):
        return Sketch()


def keep_sketch(path: str, sketch: Sketch) -> None:
    """Write a sketch down for the next start, if it is another. Not being able to costs that start its colours only."""
    if last_sketch(path).words() == sketch.words():
        return
    try:
        folder, _, _ = path.rpartition(os.sep)
        os.makedirs(folder, exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write(sketch.words())
    except OSError:
        return


def _is_share(word: str) -> bool:
    return word.isdecimal() and 0 < int(word) < 100


def _is_colour(word: str) -> bool:
    parts = word.split(";")
    return not word or (len(parts) == 3 and all(part.isdecimal() and int(part) < 256 for part in parts))
