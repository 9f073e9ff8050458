/** What a cell of the comparison needs besides its service. */
export interface CellContext {
  /** The home's folder, below which paths are shown short. */
  readonly home: string;
  /** What people call a user. */
  nameOf(id: string): string;
}
