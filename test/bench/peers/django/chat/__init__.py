"""A chat on Django and Channels as one would run it: daphne in front, Redis between the sockets, the ORM below."""
