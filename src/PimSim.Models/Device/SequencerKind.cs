namespace PimSim.Models;

/// <summary>Where the operands of unit commands come from (<c>unit.sequencer</c>).</summary>
public enum SequencerKind
{
    /// <summary>Every command carries its operands.</summary>
    Host,

    /// <summary>Commands carry addresses only and trigger the next instruction of each unit's own store.</summary>
    Device,
}
