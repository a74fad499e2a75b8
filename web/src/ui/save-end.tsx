import { Button } from "./button";

interface SaveEndProps {
  saving: boolean;
  error: Error | null;
}

/** The end of a form that saves: what went wrong, and the button. */
export function SaveEnd({ saving, error }: SaveEndProps) {
  return (
    <>
      {error && (
        <p role="alert" className="text-bad">
          {error.message}
        </p>
      )}
      <Button look="solid" type="submit" disabled={saving} className="justify-self-start">
        {saving ? "Saving…" : "Save"}
      </Button>
    </>
  );
}
