namespace Hoth.Functions.Catalog;

/// <summary>What a function does with a resource; each flag becomes the smallest grant that allows it.</summary>
[Flags]
public enum Access
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Put messages on a queue.</summary>
    Send = 1,

    /// <summary>Receive messages from a queue, change their visibility, and put what is poison on its dead-letter queue.</summary>
    Receive = 2,

    /// <summary>Delete messages from a queue.</summary>
    Delete = 4,

    /// <summary>Receive and delete.</summary>
    Consume = Receive | Delete,

    /// <summary>Read items, objects or secrets.</summary>
    Read = 8,

    /// <summary>Write and delete items or objects.</summary>
    Write = 16,

    /// <summary>Start executions of a state machine.</summary>
    Start = 32,

    /// <summary>Invoke another function.</summary>
    Invoke = 64,
}
