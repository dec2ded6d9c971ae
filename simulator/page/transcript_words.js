// What a message says and what its buttons are called, and which button words mean: the same rules as
// tests/transcripts/replay.py follows, so that a transcript means one thing on the page and in the tests.

function* walk(node) {
  if (Array.isArray(node)) { for (const one of node) yield* walk(one); return; }
  if (node === null || typeof node !== "object") return;
  yield node;
  for (const value of Object.values(node)) yield* walk(value);
}

/** All texts of a message, in order. */
export function textsOf(message) {
  if (message.type === "text" || message.type === "textV2") return [message.text];
  return [...walk(message.contents ?? message.template ?? {})].filter((node) => typeof node.text === "string").map((node) => node.text);
}

/** All its actions, quick replies included. */
export const actionsOf = (message) => [...walk(message)].flatMap((node) =>
  node.action && typeof node.action === "object" ? [node.action] : Array.isArray(node.actions) ? node.actions : []);

/** What its buttons are called: their labels, and what a tap then says. */
function namesOf(message) {
  const actions = actionsOf(message);
  return [...actions.map((action) => action.label), ...actions.map((action) => action.displayText)].filter(Boolean);
}

/** Where the button with these words is, as { message_id, label } for a tap; null if there is none. */
export function buttonFor(words, items, newest) {
  const order = items.filter((item) => item.from === "bot");
  if (newest) order.reverse();
  for (const item of order) {
    const fitting = namesOf(item.message).filter((name) => name.includes(words));
    if (fitting.length) return { message_id: item.id, label: fitting.includes(words) ? words : fitting[0] };
  }
  return null;
}

/** [gesture, words] that mean just the button that was tapped; null where no words do. A rich menu's
 * button is what its owner would type. */
export function wordsFor(tapped, items, upTo) {
  if (!tapped) return null;
  if (tapped.message_id.startsWith("richmenu-")) {
    const said = tapped.action.displayText || tapped.action.text;
    return said ? ["say", said] : null;
  }
  const there = items.filter((item) => item.from === "bot" && item.n <= upTo);
  const { label, displayText } = tapped.action;
  for (const [gesture, newest] of [["tap", true], ["tapOld", false]]) {
    for (const words of [label, displayText]) {
      if (!words || words.includes("\n")) continue;
      const found = buttonFor(words, there, newest);
      if (found?.message_id === tapped.message_id && found.label === words && firstCalled(words, there, tapped)) return [gesture, words];
    }
  }
  return null;
}

/** Whether the desk, told these words, would tap this very button: the first of the message that bears them. */
function firstCalled(words, items, tapped) {
  const message = items.find((item) => item.id === tapped.message_id)?.message;
  const called = actionsOf(message).filter((action) => [action.label, action.displayText, action.text].includes(words));
  return called.length > 0 && JSON.stringify(called[0]) === JSON.stringify(tapped.action);
}
