-- WITHOUT ROWID and the triggers are written by hand: drizzle cannot say them.
CREATE TABLE `audit` (
	`no` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`actor_id` text,
	`user_id` text,
	`room_id` text,
	`seq` integer,
	`detail` text DEFAULT '{}' NOT NULL,
	`key` text
);
--> statement-breakpoint
CREATE INDEX `audit_user` ON `audit` (`user_id`) WHERE user_id is not null;--> statement-breakpoint
CREATE INDEX `audit_actor` ON `audit` (`actor_id`) WHERE actor_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `audit_key` ON `audit` (`key`) WHERE key is not null;--> statement-breakpoint
CREATE TABLE `blocks` (
	`blocker_id` text NOT NULL,
	`blocked_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`blocker_id`, `blocked_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `blocks_blocked` ON `blocks` (`blocked_id`);--> statement-breakpoint
CREATE TABLE `community` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `operator_keys` (
	`key_hash` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `password_resets` (
	`user_id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`reporter_id` text NOT NULL,
	`user_id` text NOT NULL,
	`room_id` text DEFAULT '' NOT NULL,
	`seq` integer DEFAULT 0 NOT NULL,
	`reason` text NOT NULL,
	`body` text,
	`at` integer NOT NULL,
	`closed_at` integer,
	`closed_by` text,
	`outcome` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `reports_once` ON `reports` (`reporter_id`,`user_id`,`room_id`,`seq`);--> statement-breakpoint
CREATE INDEX `reports_open` ON `reports` (`at`) WHERE closed_at is null;--> statement-breakpoint
CREATE TABLE `sign_up_invites` (
	`code` text PRIMARY KEY NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`uses_left` integer
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `rooms` ADD `slow_mode_s` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rooms` ADD `locked` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `banned_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `timeout_until` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `purge_since` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `purge_no` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE TRIGGER `audit_is_never_changed` BEFORE UPDATE ON `audit` BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;--> statement-breakpoint
CREATE TRIGGER `audit_is_never_shortened` BEFORE DELETE ON `audit` BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
