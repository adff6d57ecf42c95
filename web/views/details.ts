/** The desk's detail of the capability that is looked at, asked for once a picture and shared by the panels of a run. */
import type { Detail } from "../desk/detail.ts";
import type { PanelContext } from "./panels.ts";

export interface DetailFeed {
  /** of the capability that is looked at; null: not here yet */
  now(): Detail | null;
  /** Asks for it, unless what is here rests on as many runs. */
  want(replications: number): void;
  subscribe(listener: (detail: Detail) => void): () => void;
}

const feeds = new WeakMap<PanelContext, DetailFeed>();

export function detailsOf(context: PanelContext): DetailFeed {
  const known = feeds.get(context);
  if (known !== undefined) return known;
  const feed = createFeed(context);
  feeds.set(context, feed);
  return feed;
}

function createFeed({ desk, opened, selection }: PanelContext): DetailFeed {
  let detail: Detail | null = null;
  let asking = false;
  let wanted = 0;
  const listeners = new Set<(detail: Detail) => void>();
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      while (detail?.capability !== selection.now.capability || detail.replications < wanted) {
        detail = await desk.detail(opened.run, selection.now.capability);
        for (const listener of [...listeners]) listener(detail);
        if (detail.replications === 0) break;
      }
    } catch {
      // The run was left; the next one has a feed of its own.
    } finally {
      asking = false;
    }
  };
  return {
    now: () => (detail?.capability === selection.now.capability ? detail : null),
    want(replications) {
      wanted = replications;
      void ask();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
