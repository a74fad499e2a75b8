export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="rounded-[4px] border border-line px-1 font-mono text-11 text-faint max-rail:hidden">
      {children}
    </kbd>
  );
}
