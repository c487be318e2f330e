// As much of React's types as the element's lean on, so that neither building nor testing them needs React.
export interface RefObject<T> {
  current: T | null;
}
export function useRef<T>(initial: T | null): RefObject<T>;
export interface ClassAttributes<T> {
  key?: string;
  ref?: RefObject<T>;
}
export interface HTMLAttributes<T> {
  className?: string;
  id?: string;
  onClick?: (event: { currentTarget: T }) => void;
}
export type DetailedHTMLProps<E extends HTMLAttributes<T>, T> = ClassAttributes<T> & E;
export namespace JSX {
  interface Element {
    type: unknown;
  }
  interface IntrinsicElements {
    div: DetailedHTMLProps<HTMLAttributes<HTMLDivElement>, HTMLDivElement>;
  }
}
