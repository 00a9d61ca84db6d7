using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Tells whoever watches a run which layer of its program a command belongs to. A controller's own commands (refreshes, and
/// the rows that they close and reopen) are told apart by what the program wants next; where both are alike the first counts,
/// which matters nowhere but among equal commands around a refresh, since barriers, where layers meet, are never passed ahead.
/// </summary>
public sealed class ProgramFollower
{
    /// <summary>Layer of a command that no program issued.</summary>
    public const int None = -1;

    private readonly ProgramCursor[] cursors;

    /// <summary>Follows one program per domain from its first command on.</summary>
    public ProgramFollower(IReadOnlyList<PimProgram> programs)
    {
        cursors = [.. programs.Select(p => new ProgramCursor(p))];
        for (int d = 0; d < cursors.Length; d++)
        {
            PassMarks(d);
        }
    }

    /// <summary>A command was issued in <paramref name="domain"/>: its layer, or <see cref="None"/>.</summary>
    public int Follow(int domain, in TimedCommand command)
    {
        ref ProgramCursor cursor = ref cursors[domain];
        if (cursor.AtEnd || cursor.Current.Opcode != ProgramOpcode.Command || cursor.Current.Command != command.Command || cursor.Operands != command.Operands)
        {
            return None;
        }

        int layer = cursor.Current.Layer;
        cursor.Advance();
        PassMarks(domain);
        return layer;
    }

    /// <summary>The domain passes a barrier.</summary>
    public void PassBarrier(int domain)
    {
        ref ProgramCursor cursor = ref cursors[domain];
        if (!cursor.AtEnd && cursor.Current.Opcode == ProgramOpcode.Barrier)
        {
            cursor.Advance();
            PassMarks(domain);
        }
    }

    private void PassMarks(int domain)
    {
        ref ProgramCursor cursor = ref cursors[domain];
        while (!cursor.AtEnd && cursor.Current.Opcode == ProgramOpcode.Mark)
        {
            cursor.Advance();
        }
    }
}
