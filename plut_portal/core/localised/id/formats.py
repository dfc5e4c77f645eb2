"""How Django writes moments by itself, in the admin above all: 24 hours, and WIB said."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = "j F Y, H.i \\W\\I\\B"
