namespace Hoth.QaRuns.Values;

/// <summary>How much of what a schema allows a value has.</summary>
public enum Shape
{
    /// <summary>Members and parameters that must be there, lists as short as they may be.</summary>
    OnlyRequired,

    /// <summary>Every member and parameter; lists with an item for each alternative and for each listed value of the items' members.</summary>
    Everything,
}
