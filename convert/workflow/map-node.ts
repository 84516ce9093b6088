/** The node that runs a map, and the version of it that conversions are made for. */
export const RUN_MAP = 'n8n-nodes-corebos.runWebServiceMap';
export const RUN_MAP_VERSION = 1.2;
