/** What a cell of the comparison needs besides its service. */
export interface CellContext {
  /** The home's folder, below which paths are shown short. */
  readonly home: string;
  /** A reason that the page has given already, and that no cell has to repeat. */
  readonly said: string | null;
  /** What people call a user. */
  nameOf(id: string): string;
}
