import { asApiError } from "../client/api-error.ts";
import type { Http } from "../client/http.ts";

/**
 * Calls that only some roles may make. Where one is refused, `onDoubt` asks who one is by now: somebody else may have given one another
 * role, and what cannot be done any more ought not to be offered.
 */
export function doubting(http: Http, onDoubt: () => void): Http {
  return async (path, schema, call) => {
    try {
      return await http(path, schema, call);
    } catch (thrown) {
      const { code } = asApiError(thrown);
      if (code === "not_found" || code === "forbidden") onDoubt();
      throw thrown;
    }
  };
}
