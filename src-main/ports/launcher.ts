/** A child process that ends with its parent. Started only here: the desktop forks utility processes, elsewhere Node forks. */
export interface ChildProcess extends Disposable {
  readonly pid: number | undefined;
  readonly onExit: (listener: (code: number | null) => void) => void;
}

export interface Launcher {
  /** `entry` names a built entry or source file beside the host's own, `secrets` travel by the environment, never by arguments. */
  readonly launch: (spec: {
    readonly entry: 'simulatedTerminal' | 'chromaHost';
    readonly arguments: readonly string[];
    readonly secrets: Readonly<Record<string, string>>;
  }) => ChildProcess;
}
