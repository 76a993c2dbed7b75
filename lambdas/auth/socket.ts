/** Whose sockets: a browser's, by its flow, or a phone's. */
export type SocketOwner = `flow#${string}` | `device#${string}`;

export const socketsOfFlow = (flow: string): SocketOwner => `flow#${flow}`;
export const socketsOfPhone = (device: string): SocketOwner => `device#${device}`;

/** An open socket. */
export interface Connection {
  readonly owner: SocketOwner;
  /** Which of the owner's pages holds it: a random name of 22 characters that the page gave itself. */
  readonly tab: string;
  /** As API Gateway calls it. */
  readonly connection: string;
}
