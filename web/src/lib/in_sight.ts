// Calls `seen` once, when the element comes within `margin` pixels of the screen: until then nothing is asked for it.
// Returns how to stop waiting: hand it to $effect.
export function whenInSight(element: Element, margin: number, seen: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      seen();
    },
    { rootMargin: `${margin}px` },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
