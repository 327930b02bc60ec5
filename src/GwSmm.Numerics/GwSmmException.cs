namespace GwSmm;

/// <summary>
/// Input that its owner can put right: a file, a column, an item, a tensor or an option. The message names it, says what was
/// found and what was expected, and what to do. Programming errors stay <see cref="ArgumentException"/>.
/// </summary>
public class GwSmmException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public GwSmmException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Names the place, what was found, what was expected and what to do.</param>
    public GwSmmException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Names the place, what was found, what was expected and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public GwSmmException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
