ALTER TABLE `rooms` ADD `mentioned_seq` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
-- Nobody knows of those that are there: as if their last message named somebody.
UPDATE `rooms` SET `mentioned_seq` = `last_seq`;
