"use client";
import { Button } from "./button";
import { Icon } from "./icon";
import { useToast } from "./toast";

interface CopyButtonProps {
  text: string;
  label?: string;
  copied?: string;
}

/** Copies text; where the browser refuses (no secure origin) it says how to do it by hand. */
export function CopyButton({ text, label = "Copy", copied = "Copied" }: CopyButtonProps) {
  const { say, complain } = useToast();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(copied);
    } catch {
      complain("This browser did not allow copying. Select the text and copy it yourself.");
    }
  };
  return (
    <Button look="quiet" onClick={copy}>
      <Icon name="copy" /> {label}
    </Button>
  );
}
