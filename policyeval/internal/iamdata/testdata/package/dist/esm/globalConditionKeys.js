import {} from './conditionKeys.js';
export const globalConditionKeys = [
    {
        key: 'aws:PrincipalTag/tag-key',
        category: 'principal',
        type: 'String',
        description: ''
    },
    {
        key: 'aws:CalledVia',
        category: 'request',
        type: 'ArrayOfString',
        description: ''
    },
    {
        key: 'aws:EpochTime',
        category: 'request',
        type: 'Date', // a comment
        description: ''
    }
];
const rest = 1;
