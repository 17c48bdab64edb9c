import type { Urgency } from './escalation.ts';

/** Notes of a rung: pitch in hertz, one after the other; louder and more of them as the time runs out. */
const melodies: Readonly<Record<Urgency, { readonly notes: readonly number[]; readonly volume: number }>> = {
  opened: { notes: [659, 880], volume: 0.12 },
  half: { notes: [659, 880, 659, 880], volume: 0.22 },
  last: { notes: [880, 1175, 880, 1175, 880, 1175], volume: 0.4 },
};

const noteSeconds = 0.16;
const fadeSeconds = 0.03;

/** The sounds of tickets, made by the browser's own oscillator: there is no file to be missing. A page may be mute until it was clicked once. */
export class AlarmTones implements Disposable {
  #context: AudioContext | null = null;

  play(urgency: Urgency): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    const { notes, volume } = melodies[urgency];
    void context.resume();
    for (const [index, pitch] of notes.entries()) {
      const at = context.currentTime + index * noteSeconds;
      const [tone, loudness] = [context.createOscillator(), context.createGain()];
      tone.type = 'triangle';
      tone.frequency.value = pitch;
      // Without the ramps each note would begin and end with a crack.
      loudness.gain.setValueAtTime(0, at);
      loudness.gain.linearRampToValueAtTime(volume, at + fadeSeconds);
      loudness.gain.linearRampToValueAtTime(0, at + noteSeconds);
      tone.connect(loudness).connect(context.destination);
      tone.start(at);
      tone.stop(at + noteSeconds);
    }
  }

  [Symbol.dispose](): void {
    void this.#context?.close();
    this.#context = null;
  }
}
