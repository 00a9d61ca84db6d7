namespace PimSim.Models;

/// <summary>When a controller closes a row that no waiting request needs.</summary>
public enum PagePolicy
{
    /// <summary>Never of its own accord: a row stays open until another one of its bank is wanted, or a refresh.</summary>
    Open,

    /// <summary>With the last waiting access to it, by auto-precharge.</summary>
    Closed,

    /// <summary>After <see cref="ControllerModel.RowAccessCap"/> accesses, by auto-precharge.</summary>
    Capped,

    /// <summary>
    /// After idling for a time that each bank learns: shorter when the next access wants another row, longer when it
    /// wants the row that was just closed.
    /// </summary>
    Adaptive,
}
