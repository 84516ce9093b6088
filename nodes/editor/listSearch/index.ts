/** The searchable lists of the editor; a node puts those that it uses into `methods.listSearch`. */
export { searchBusinessMaps, searchBusinessRules, searchWebServiceMaps } from './businessMaps';
export { searchFolders } from './folders';
export { searchModules } from './modules';
export { searchOperations } from './operations';
export { searchOwners } from './owners';
export { searchProductsAndServices } from './productsAndServices';
export { searchRecords } from './records';
export { searchUsers } from './users';
export { searchViews } from './views';
export { searchWorkflows } from './workflows';
