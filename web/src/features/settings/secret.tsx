import { CopyButton } from "@/ui/copy-button";

interface SecretProps {
  label: string;
  text: string;
  note: string;
}

/** Something shown once: marked as waiting for you, since closing the page loses it. */
export function Secret({ label, text, note }: SecretProps) {
  return (
    <section aria-label={label} className="mt-4 rounded-field bg-accent-wash px-3.5 py-3">
      <h3 className="font-medium">{label}</h3>
      <div className="mt-1 flex items-center gap-2">
        <code className="min-w-0 flex-1 break-all font-mono text-12">{text}</code>
        <CopyButton text={text} />
      </div>
      <p className="mt-1 text-12 text-soft">{note}</p>
    </section>
  );
}
