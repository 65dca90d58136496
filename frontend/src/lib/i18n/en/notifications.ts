export const notifications = {
  "notices.title": "Notifications",
  "notices.open": "Notifications",
  "notices.unread": { one: "Notifications, {count} unread", other: "Notifications, {count} unread" },
  "notices.readAll": "Mark all as read",
  "notices.read": "Mark “{title}” as read",
  "notices.isUnread": "Unread",
  "notices.empty":
    "Nothing to tell you yet. Failures, low credits and questions of runs will stand here.",
  "notices.failed": "It could not be marked as read",
  "notices.older": "Only the newest {count} are shown.",
  "severity.info": "Note",
  "severity.success": "Done",
  "severity.warning": "Warning",
  "severity.error": "Error",
} as const;
