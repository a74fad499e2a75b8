/**
 * Every place a person can go: the rail, the palette and the shortcuts all read this. The tab bar of
 * a phone has room for those with `tab`.
 */
export const PAGES = [
  { href: "/summary/", label: "Summary", icon: "summary", key: "s", place: "top", tab: true },
  { href: "/explore/", label: "Explore", icon: "search", key: "e", place: "top", tab: true },
  { href: "/insights/", label: "Insights", icon: "insights", key: "n", place: "top", tab: true },
  { href: "/alerts/", label: "Alerts", icon: "bell", key: "l", place: "top", tab: true },
  { href: "/threads/", label: "Threads", icon: "threads", key: "t", place: "top", tab: false },
  { href: "/approvals/", label: "Approvals", icon: "approve", key: "a", place: "top", tab: false },
  { href: "/inbox/", label: "Inbox", icon: "mail", key: "m", place: "top", tab: false },
  {
    href: "/automations/",
    label: "Automations",
    icon: "repeat",
    key: "u",
    place: "top",
    tab: false,
  },
  { href: "/agents/", label: "Agents", icon: "agents", key: "r", place: "end", tab: false },
  { href: "/documents/", label: "Documents", icon: "file", key: "d", place: "end", tab: false },
  { href: "/imports/", label: "Imports", icon: "imports", key: "i", place: "end", tab: true },
  { href: "/settings/", label: "Settings", icon: "settings", key: ",", place: "end", tab: false },
] as const;

/** A wide one holds a table that wants the whole page. */
export const SETTINGS_PAGES: { href: string; label: string; wide?: boolean }[] = [
  { href: "/settings/", label: "Store" },
  { href: "/settings/members/", label: "Members" },
  { href: "/settings/api-keys/", label: "API keys" },
  { href: "/settings/alerts/", label: "Alerts" },
  { href: "/settings/costs/", label: "Costs" },
  { href: "/settings/webhooks/", label: "Webhooks" },
  { href: "/settings/jobs/", label: "Background work" },
  { href: "/settings/questions/", label: "What questions mean", wide: true },
];

export const isHere = (href: string, pathname: string) => `${pathname}/`.startsWith(href);

/** Where to go after signing in: only ever a path of this site. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/summary/";
}

export const isThreadsPage = (pathname: string) => isHere("/threads/", pathname);
