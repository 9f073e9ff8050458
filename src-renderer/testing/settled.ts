/** Lets every promise that is decided already be heard, and what follows from it; waits for no clock. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await null;
}
