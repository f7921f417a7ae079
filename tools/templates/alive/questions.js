import { element } from "./controls.js";

// A question answers the one who chooses; on paper its answers stay folded away, as they were.
export function answer(question) {
  const folded = question.querySelector("details");
  const [asked, replies] = question.querySelectorAll("ol");
  if (!folded || !replies) return; // on a slide the answers are the speaker's
  folded.classList.add("for-paper");
  const reply = element("p", { className: "reply", role: "status" });
  const lines = [...asked.children];
  const buttons = lines.map((line, k) => {
    const button = element("button", { type: "button", className: "answer" }, ...line.childNodes);
    button.setAttribute("aria-pressed", "false");
    button.onclick = () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      reply.textContent = replies.children[k].textContent.replace(/^Yes:/, "✓ Yes.").replace(/^No:/, "✗ No.");
      reply.dataset.right = String(/^Yes/.test(replies.children[k].textContent));
    };
    line.append(button);
    return button;
  });
  asked.after(reply);
}
