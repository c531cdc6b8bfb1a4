using Hoth.Jobs;
using Hoth.Json;

namespace Hoth.Provisioning.Payloads;

/// <summary>The payload of each operation.</summary>
internal static class ProvisioningPayload
{
    /// <summary>Adds every violation of an operation's payload.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="request">The request that has the payload as its member of that name.</param>
    public static void Check(OperationType operation, JsonInput request)
    {
        const string Member = "payload";
        var required = operation != OperationType.GetPortfolio;
        if (request.Object(Member, required) is not { } payload) return;
        switch (operation)
        {
            case OperationType.AddPortfolio:
                payload.RequiredString("name", PayloadRules.IsName, PayloadRules.NameRule);
                foreach (var taskOrder in PayloadRules.Objects(payload, "taskOrders", minimum: 0))
                {
                    TaskOrderPayload.Check(taskOrder);
                    taskOrder.RefuseUnknownMembers();
                }

                break;
            case OperationType.AddTaskOrder:
                TaskOrderPayload.Check(payload);
                break;
            case OperationType.UpdateTaskOrder:
                payload.RequiredString("taskOrderId", JobIds.IsResourceId, JobIds.ResourceIdRule);
                TaskOrderPayload.Check(payload);
                break;
            case OperationType.AddEnvironment:
                EnvironmentPayload.CheckNew(payload);
                break;
            case OperationType.GetEnvironment:
                EnvironmentPayload.CheckId(payload);
                break;
            case OperationType.AddOperators:
                EnvironmentPayload.CheckId(payload);
                EnvironmentPayload.CheckAdministrators(payload, minimum: 1);
                break;
            case OperationType.GetPortfolio:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(operation));
        }

        payload.RefuseUnknownMembers();
    }
}
