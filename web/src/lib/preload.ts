let asked = false;
let load: (() => Promise<unknown>) | null = null;

/** The drawer's code is fetched when a figure is about to be opened, not with the page. */
export function onPreloadWorkings(loader: () => Promise<unknown>) {
  load = loader;
}

export function preloadWorkings() {
  if (asked || !load) return;
  asked = true;
  void load();
}
