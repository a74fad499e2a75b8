/** Every place a person can go: the rail, the tab bar, the palette and the shortcuts all read this. */
export const PAGES = [
  { href: "/summary/", label: "Summary", icon: "summary", key: "s", place: "top" },
  { href: "/explore/", label: "Explore", icon: "search", key: "e", place: "top" },
  { href: "/imports/", label: "Imports", icon: "imports", key: "i", place: "end" },
  { href: "/settings/", label: "Settings", icon: "settings", key: ",", place: "end" },
] as const;

/** A wide one holds a table that wants the whole page. */
export const SETTINGS_PAGES: { href: string; label: string; wide?: boolean }[] = [
  { href: "/settings/", label: "Store" },
  { href: "/settings/members/", label: "Members" },
  { href: "/settings/api-keys/", label: "API keys" },
  { href: "/settings/questions/", label: "What questions mean", wide: true },
];

export const isHere = (href: string, pathname: string) => `${pathname}/`.startsWith(href);

/** Where to go after signing in: only ever a path of this site. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/summary/";
}
