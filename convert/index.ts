/** The door of `convert/`: maps and workflows as n8n parameters and workflows, and back. */
export * from './map';
export * from './workflow';
