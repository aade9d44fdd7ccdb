// Questions asked while somebody writes or clicks on: answers may come in another order than they were asked for.

/** Give a way to wait for answers of which only the newest counts; one that a later question overtook is undefined. */
export function newest(): <T>(answer: Promise<T>) => Promise<T | undefined> {
  let asked = 0;
  return async (answer) => {
    const mine = (asked += 1);
    const given = await answer;
    return mine === asked ? given : undefined;
  };
}
