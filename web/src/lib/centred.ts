// An action for a row that scrolls sideways: the chosen one of its children comes into its middle.
export function centred(node: HTMLElement, chosen: boolean) {
  const show = (now: boolean) => {
    const row = node.parentElement;
    if (now && row)
      row.scrollLeft = node.offsetLeft - row.offsetLeft - (row.clientWidth - node.offsetWidth) / 2;
  };
  show(chosen);
  return { update: show };
}
