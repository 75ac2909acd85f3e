ALTER TABLE `rooms` ADD `public` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `rooms` ADD `folded_name` text;--> statement-breakpoint
ALTER TABLE `rooms` ADD `member_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `rooms_public` ON `rooms` (`public`) WHERE public = 1;