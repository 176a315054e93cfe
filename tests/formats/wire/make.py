"""Makes the messages and the archive of this folder: python3 make.py, with Python's own email and zipfile modules."""
import io
import zipfile
from email.message import EmailMessage
from email.utils import format_datetime
from datetime import datetime, timezone
from email import policy

when = datetime(2031, 5, 3, 14, 5, tzinfo=timezone.utc)
CRLF = policy.SMTP.clone(max_line_length=78)


def message(subject, sender, words, n):
    it = EmailMessage(policy=CRLF)
    it["Subject"] = subject
    it["From"] = sender
    it["To"] = "Zoë Marsten <zoe@courier.example>"
    it["Date"] = format_datetime(when)
    it["Message-ID"] = f"<{n}@harn.example>"
    it.set_content(words)
    return it


reply = message(
    "Re: Wie viele Pfähle? – piles at the pier",
    "Ottokar Lindqvist <ottokar@harn.example>",
    """Dear Zoë,

we shall drive 412 piles before the storms come. The whole of the work costs
38 million crowns, of which the town has paid 5 million so far, and we hope to
be done by October.

On 2 May 2031 at 10:12, Zoë Marsten <zoe@courier.example>
wrote:

> How many piles will you drive? I was told 390.
> And what does it cost?

Yours
Ottokar
-- \n\
Ottokar Lindqvist, board chair, telephone 555 0143
The board has met 19 times.

This e-mail and any attachments are confidential. If you are not the
intended recipient, delete all 3 copies.
""",
    1,
)
reply.add_attachment("quay,cracks\nNorth,17\n", subtype="csv", filename="cracks.csv")
reply.add_attachment(b"\x89PNG\r\n\x1a\n\x00\x00", maintype="image", subtype="png", filename="logo.png")
inner = message("Cracks", "Tova Elgin <tova@orrin.example>", "Divers found 17 cracks on Tuesday.\n", 2)
reply.add_attachment(inner)
open("reply.eml", "wb").write(reply.as_bytes())

page = message("Ferry", "Harn Ferries <press@ferries.example>", "x", 3)
page.clear_content()
page.set_content(
    "<html><body><p>EMBARGOED UNTIL 6 May 2031, 00:01</p><p>The ferry Sandvika carried 88,000 people.</p>"
    "<blockquote>It carried 12 dogs.</blockquote></body></html>",
    subtype="html",
    charset="iso-8859-1",
)
open("ferry.eml", "wb").write(page.as_bytes())


def stored(name):
    it = zipfile.ZipInfo(name, (2031, 5, 3, 14, 0, 0))
    it.compress_type = zipfile.ZIP_DEFLATED
    return it


box = io.BytesIO()
with zipfile.ZipFile(box, "w") as inside:
    inside.writestr(stored("deep/cost.txt"), "The pier costs 38 million crowns.\n")
with zipfile.ZipFile("desk.zip", "w") as archive:
    archive.writestr(stored("2031/pier.html"), "<html><body><p>The board drives 412 piles at Harn pier.</p></body></html>")
    archive.writestr(stored("../../etc/outside.txt"), "Divers found 17 cracks.\n")
    archive.writestr(stored("__MACOSX/._pier.html"), "rubbish\x00")
    archive.writestr(stored(".DS_Store"), "rubbish\x00")
    archive.writestr(stored("photo.jpg"), "\xff\xd8")
    archive.writestr(stored("broken.txt"), "a\x00b\x00c")
    archive.writestr(stored("inner.zip"), box.getvalue())
    archive.writestr(stored("C:\\notes\\toll.txt"), "The toll is 14 crowns.\n")
