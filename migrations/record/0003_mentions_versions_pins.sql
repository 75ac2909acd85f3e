-- WITHOUT ROWID is written by hand: one row written instead of two for each of these, and drizzle cannot say it.
CREATE TABLE `mentions` (
	`user_id` text NOT NULL,
	`room_id` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`user_id`, `room_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `versions` (
	`room_id` text NOT NULL,
	`seq` integer NOT NULL,
	`rev` integer NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`room_id`, `seq`, `rev`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `messages` ADD `mentions` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `pinned_at` integer;--> statement-breakpoint
CREATE INDEX `messages_pinned` ON `messages` (`room_id`,`pinned_at`) WHERE pinned_at is not null;