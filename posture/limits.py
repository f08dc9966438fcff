"""How much is read of what others wrote: the one place for these numbers.

Each is checked where the input comes in, before it costs memory or time; the check's error says
what is too large and how to mend it. ``maxUploadSize`` in ``posture/ui/.streamlit/config.toml`` is
``MEDIA_MEGABYTES``.
"""

from __future__ import annotations

MEGABYTE = 1024 * 1024
"""As Streamlit and file managers on Windows count; a smaller unit would refuse what they accept."""

# Pictures and videos

MEDIA_MEGABYTES = 200
"""Every photo and video, in the app and on the command line: a minute of video from a phone."""

MEDIA_BYTES = MEDIA_MEGABYTES * MEGABYTE

PIXELS = 100_000_000
"""Of a picture: what it costs in memory is bounded by them."""

PLAIN_PIXELS = 50_000_000
"""Of a JPEG or PNG that is decoded in this process; larger ones go to the child. Cameras of phones
have up to 50 megapixels, which take half a second."""

VIDEO_PIXELS = 40_000_000
"""Of a frame: 8K has 33 million."""

VIDEO_S = 60.0
"""Only the first minute of a video is read."""

PICTURE_SECONDS = 60.0
"""For decoding a picture: three times what one of 100 megapixels took in the slowest format on two
cores that did much else."""

VIDEO_SECONDS = 240.0
"""For choosing frames of a video: four times its longest length."""

FRAME_SECONDS = 15.0
"""For the next frame of a video that is played."""

DECODER_MEMORY = 3 * 1024**3
"""Address space of the process that decodes, bytes, where the platform has such a limit. A picture
of 100 megapixels took up to 1.9 GB."""

# Files of a person: points, answers, documents, tables

POINTS_MEGABYTES = 1
"""A points file is a few hundred bytes; anything much larger is another kind of file."""

POINTS_BYTES = POINTS_MEGABYTES * MEGABYTE
ANSWERS_BYTES = 1_000_000

DOCUMENT_BYTES = 10_000_000
"""An analysis document is far smaller; anything larger is another kind of file."""

CLIENTS_BYTES = 5_000_000
CLIENTS_ROWS = 10_000

GROUP_MEGABYTES = 1
"""A list of names."""

IMPORTED_FILES = 2_000
"""Photos that a folder may hold that is read into the studio at once."""

LOGO_MEGABYTES = 2
"""Every report holds the logo."""

STORED_DOCUMENT_CHARACTERS = 20_000_000
"""Of an analysis in the database: a bound against accidents, far over any real one."""

FORM_BYTES = 16_384
"""Of a page that signs somebody in."""

# A backup

BACKUP_PHOTO_BYTES = 256 * 1024**2
BACKUP_PART_BYTES = 256 * 1024**2
BACKUP_CONTENTS_BYTES = 64 * 1024**2
BACKUP_HEADER_BYTES = 100_000
BACKUP_PARTS = 1_000_000
