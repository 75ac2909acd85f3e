-- The full-text index. It holds no text, only which words stand where; what is shown comes from the record.
-- A room is a number here: `no` makes a short token (`r17`) and fits into the rowid beside the time.
CREATE TABLE search_rooms (
	-- 22 bits: what does not fit would run into the time beside it.
	no INTEGER PRIMARY KEY CHECK (no < 4194304),
	room_id TEXT NOT NULL UNIQUE
);
--> statement-breakpoint
-- rowid = time of the message in ms since 2020, then 22 bits of room number: newest first is the order of the index
-- itself, a time range is a range of rowids, and writing a message again hits the same row.
-- Folding and cutting into words is done before (worker/search/text.ts): here only white space divides.
CREATE VIRTUAL TABLE message_index USING fts5(
	room,
	author,
	body,
	seq UNINDEXED,
	content = '',
	contentless_delete = 1,
	contentless_unindexed = 1,
	tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co'"
);
