"use client";
import { Button } from "./button";
import { Modal } from "./modal";

interface ConfirmProps {
  title: string;
  /** The effect, who is touched, and whether it can be undone. */
  description: string;
  act: string;
  keep: string;
  onAct: () => void;
  onClose: () => void;
}

export function Confirm({ title, description, act, keep, onAct, onClose }: ConfirmProps) {
  const proceed = () => {
    onAct();
    onClose();
  };
  return (
    <Modal title={title} description={description} onClose={onClose}>
      <div className="flex flex-wrap gap-2">
        <Button look="danger" onClick={proceed}>
          {act}
        </Button>
        <Button onClick={onClose}>{keep}</Button>
      </div>
    </Modal>
  );
}
