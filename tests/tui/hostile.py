"""Text from outside that would like to write to the terminal, to the screen's markup or to the page."""

HOSTILE = {
    "what terminals obey": "a \x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07 \x1b]8;;http://evil.example/\x1b\\here\x1b]8;;\x1b\\ "
    "\x07 \x00 \x9b31m \x85 \x7f safe \u202etxt.exe in\u200bvis\u2060ible \u2066x one\r\ntwo\u2028three a\tb",
    "markup": "[/b] [/] [UPDATED] [@click=app.quit]press me[/] [link=http://evil.example]here[/link] [bold unclosed "
    "\\[b]not bold $wr-accent [$error]x[/] [on red]y </script><script>alert(1)</script><!--",
    "layout": "停電と通信障害、アルマトイで続く" * 3 + " انقطاع الإنترنت t̷̢e̶x̸t é " + "x" * 300,
    "length": "x" * 5_000 + " " + "長" * 2_500,
    "combining": "e"
    + "\u0301" * 200
    + " \u0e01\u0e33\u0e49 \u200d\u200c \u0915\u094d\u0937 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1f0\U0001f1ff \ufe0f",
    "nothing": " ",
}
#: What must never reach a terminal out of a text.
FORBIDDEN = [chr(code) for code in (*range(32), 127, *range(0x80, 0xA0))] + [
    "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",
]  # fmt: skip
