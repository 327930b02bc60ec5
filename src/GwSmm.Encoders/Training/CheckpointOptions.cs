namespace GwSmm.Encoders;

/// <summary>
/// Where a long training keeps its state, so that a run that was stopped or killed goes on where it was and ends with the same bits. A file
/// that is there is taken up; one of other options, data or base is refused with the difference named.
/// </summary>
public sealed record CheckpointOptions
{
    /// <summary>The file, replaced as a whole at every checkpoint. It stays when the training is done; delete it then.</summary>
    public required string Path { get; init; }

    /// <summary>Optimiser steps between two checkpoints, at least 1. Default 500.</summary>
    public int Interval { get; init; } = 500;

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw new GwSmmException("Option CheckpointOptions.Path is empty; it must be the path of a file.");
        }

        if (Interval < 1)
        {
            throw new GwSmmException($"Option CheckpointOptions.Interval is {Interval}; it must be at least 1.");
        }
    }
}
