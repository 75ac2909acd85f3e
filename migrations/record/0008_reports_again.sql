DROP INDEX `reports_once`;--> statement-breakpoint
CREATE UNIQUE INDEX `reports_once_open` ON `reports` (`reporter_id`,`user_id`,`room_id`,`seq`) WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX `reports_same` ON `reports` (`reporter_id`,`user_id`,`room_id`,`seq`);--> statement-breakpoint
ALTER TABLE `password_resets` ADD `created_by` text;