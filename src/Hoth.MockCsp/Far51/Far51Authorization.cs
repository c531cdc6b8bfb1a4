namespace Hoth.MockCsp.Far51;

/// <summary>Leave to spend contract funds under FAR Part 51.</summary>
internal sealed record Far51Authorization(
    string Id,
    DateOnly CreatedAt,
    string ContractNumber,
    string DeliveryOrderNumber,
    DateOnly PopStartDate,
    DateOnly PopEndDate,
    string CustomerDepartment,
    ContractOfficer AuthorizingContractOfficer);

internal sealed record ContractOfficer(string Name, string Telephone, string Email);
