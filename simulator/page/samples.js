// Small files made on the spot, for who has none at hand: a photo, a voice, a film, a document.

const RATE = 8000;
const SECONDS = 2;

const dataUrl = (type, bytes) => `data:${type};base64,${btoa(String.fromCharCode(...bytes))}`;
const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
const little = (value, count) => Array.from({ length: count }, (_, at) => (value >> (8 * at)) & 255);

/** A drawn classroom, another colour each time, as a JPEG. */
export function samplePhoto(number = 1) {
  const canvas = canvasOf(number);
  return canvas.toDataURL("image/jpeg", 0.8);
}

function canvasOf(number) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 480];
  const pen = canvas.getContext("2d");
  const block = (colour, ...box) => { pen.fillStyle = colour; pen.fillRect(...box); };
  block(`hsl(${(number * 67) % 360} 45% 82%)`, 0, 0, 640, 480);
  block("#3c5a48", 110, 60, 420, 170);
  block("#b9885a", 0, 330, 640, 150);
  for (const x of [70, 250, 430]) block("#8a6138", x, 300, 140, 90);
  pen.fillStyle = "#fff";
  pen.font = "36px sans-serif";
  pen.textAlign = "center";
  pen.fillText(`รูปตัวอย่าง ${number}`, 320, 158);
  return canvas;
}

/** Two seconds of a soft tone: {file, duration in ms}. */
export function sampleVoice() {
  const tone = Array.from({ length: RATE * SECONDS }, (_, at) =>
    128 + Math.round(40 * Math.sin((at / RATE) * 2 * Math.PI * 330) * Math.sin((at / (RATE * SECONDS)) * Math.PI)));
  const head = [
    ...ascii("RIFF"), ...little(36 + tone.length, 4), ...ascii("WAVEfmt "), ...little(16, 4), ...little(1, 2),
    ...little(1, 2), ...little(RATE, 4), ...little(RATE, 4), ...little(1, 2), ...little(8, 2),
    ...ascii("data"), ...little(tone.length, 4),
  ];
  return { file: dataUrl("audio/wav", [...head, ...tone]), duration: SECONDS * 1000 };
}

/** A second of film of the drawn classroom, recorded here: {file, duration in ms}. */
export async function sampleFilm() {
  const canvas = canvasOf(1);
  const recorder = new MediaRecorder(canvas.captureStream(12));
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const ended = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  for (let number = 1; number <= 6; number += 1) {
    await new Promise((next) => setTimeout(next, 160));
    canvas.getContext("2d").drawImage(canvasOf(number), 0, 0);
  }
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return { file: `data:video/webm;base64,${btoa(text)}`, duration: 1000 };
}

/** A page of a PDF. */
export function sampleFile(name = "แนวทางการนิเทศ (ตัวอย่าง).pdf") {
  const drawing = "BT /F1 24 Tf 72 760 Td (A sample document) Tj ET";
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${drawing.length}>>stream\n${drawing}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return String(place).padStart(10, "0");
  });
  const table = places.map((place) => `${place} 00000 n \n`).join("");
  text += `xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
  return { file: dataUrl("application/pdf", ascii(text)), name };
}
