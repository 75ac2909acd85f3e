CREATE INDEX `audit_acts` ON `audit` (`no`) WHERE action not in ('reset_link_made', 'signed_up', 'logged_in', 'login_locked', 'password_changed', 'password_reset', 'sessions_ended', 'account_deleted');--> statement-breakpoint
CREATE INDEX `reports_closed` ON `reports` (`at`) WHERE closed_at is not null;--> statement-breakpoint
CREATE INDEX `rooms_shared` ON `rooms` (`kind`) WHERE kind <> 'direct';--> statement-breakpoint
CREATE INDEX `users_banned` ON `users` (`username`) WHERE banned_at is not null;--> statement-breakpoint
CREATE INDEX `users_timed_out` ON `users` (`username`) WHERE timeout_until is not null;--> statement-breakpoint
CREATE INDEX `users_staff` ON `users` (`username`) WHERE role <> 'member';