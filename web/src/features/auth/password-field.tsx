import { TextField } from "@/ui/field";

const MIN_LENGTH = 12;

/** Where somebody makes up a password; the server asks for the same length. */
export const NewPasswordField = ({ autoFocus }: { autoFocus?: boolean }) => (
  <TextField
    label="Password"
    name="password"
    type="password"
    autoComplete="new-password"
    minLength={MIN_LENGTH}
    hint={`At least ${MIN_LENGTH} characters; a short sentence is easy to keep.`}
    required
    autoFocus={autoFocus}
  />
);
