"use client";
import { modName } from "@/lib/keyboard";
import { PAGES } from "@/lib/pages";
import { Kbd } from "@/ui/kbd";
import { Modal } from "@/ui/modal";

const SECTIONS: { title: string; keys: [string[], string][] }[] = [
  {
    title: "Anywhere",
    keys: [
      [[modName(), "K"], "Ask, or find a figure or a page"],
      [[modName(), "J"], "Open the agent, or close it"],
      ...PAGES.map((page): [string[], string] => [["g", page.key], `Go to ${page.label}`]),
      [["?"], "Show these keys"],
      [["Esc"], "Close what is open"],
    ],
  },
  {
    title: "On Explore",
    keys: [
      [["↑", "↓"], "Choose an offered question"],
      [["⌘", "↵"], "Run the statement (Ctrl ↵ works too)"],
      [["←", "→"], "In a chart: read the point before or after"],
    ],
  },
  {
    title: "On Alerts",
    keys: [
      [["j", "k"], "Move through the alerts"],
      [["Enter"], "Open the page that shows it"],
    ],
  },
  {
    title: "On Summary",
    keys: [
      [["Tab"], "Move through the figures"],
      [["Enter"], "Open the workings of a figure"],
      [["p"], "Pin or unpin the figure in focus"],
      [["Alt", "←"], "Move a pinned figure earlier"],
      [["Alt", "→"], "Move a pinned figure later"],
      [["←", "→"], "In a chart: read the day before or after"],
    ],
  },
];

export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Modal title="Keyboard" onClose={onClose}>
      {SECTIONS.map(({ title, keys }) => (
        <section key={title} className="mb-4 last:mb-0">
          <h3 className="mb-1 text-12 font-medium text-faint">{title}</h3>
          <dl>
            {keys.map(([combination, does]) => (
              <div
                key={does}
                className="flex items-center gap-4 border-b border-line py-1.5 last:border-0"
              >
                <dt className="order-2 flex gap-1">
                  {combination.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd className="flex-1 text-soft">{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
